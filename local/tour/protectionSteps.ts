import type { Actor } from "./actor";
import type { Acts } from "./acts";
import type { Cast, ProtectedRef } from "./cast";
import { shortName } from "./guard";
import type { Omission, Step } from "./step";

/** What is protected moves for its pushers, and for nobody else. */
export function protectionSteps(cast: Cast, acts: Acts): (Step | Omission)[] {
  const { repository, main, mainBranch, isMainProtected, others } = cast;
  const { pusher } = main;
  const { source } = acts.sides;
  if (!isMainProtected && others.length === 0) {
    return [{ title: "Protected branches", because: `no protection names ${repository}` }];
  }
  const created = others.filter((other) => other.pusher !== undefined && other.pusher === pusher);
  return [
    ...(isMainProtected ? [mayNot("push", main, `HEAD:${main.reference}`)] : []),
    ...others.map((other) => mayNot("create", other, `HEAD:${other.reference}`)),
    ...(isMainProtected ? [mayNot("delete", main, `:${main.reference}`)] : []),
    ...(pusher === undefined ? [] : [pushAgain(pusher)]),
    ...others.filter((other) => !created.includes(other)).map(create),
    ...others
      .filter((other) => other.pusher !== undefined)
      .map((other) => mayNot("delete", other, `:${other.reference}`)),
  ];

  function mayNot(verb: string, { reference, outsider }: ProtectedRef, refspec: string): Step | Omission {
    const name = shortName(reference);
    return outsider === undefined
      ? { title: `Somebody may not ${verb} ${name}`, because: "whoever may push here is one of its pushers" }
      : {
          title: `${outsider.person} may not ${verb} ${name}`,
          run: () => acts.refused(outsider, source, refspec),
        };
  }

  function pushAgain(actor: Actor): Step {
    const also = created.map(({ reference }) => shortName(reference));
    return {
      title: `${actor.person} pushes ${mainBranch} again${also.length > 0 ? ` and creates ${also.join(" and ")}` : ""}`,
      run: async () => {
        await acts.commit(actor, "Release 1.0");
        const refs = [main, ...created].map(({ reference }) => `HEAD:${reference}`);
        return acts.push(actor, ...refs);
      },
    };
  }

  function create({ reference, pusher: creator }: ProtectedRef): Step | Omission {
    const name = shortName(reference);
    return creator === undefined
      ? { title: `A push of ${name}`, because: "nobody may push it" }
      : {
          title: `${creator.person} creates ${name}`,
          run: async () => {
            await acts.ensureClone(creator);
            return acts.push(creator, `HEAD:${reference}`);
          },
        };
  }
}
