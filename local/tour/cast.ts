import type { Cloud } from "../cloud";
import { type Actor, hasPassword } from "./actor";
import { platformOf, type Primary } from "./declared";
import { type Guard, guardsOf, isPattern, protects, sampleOf, shortName } from "./guard";
import { People } from "./people";
import { type Review, reviewsOf } from "./reviews";

/** A protected ref, and who shows that it is. */
export interface ProtectedRef {
  /** The full name. */
  readonly reference: string;
  /** Who may move it; undefined when nobody may. */
  readonly pusher: Actor | undefined;
  /** Who may push to the repository, but not move this; undefined when there is nobody. */
  readonly outsider: Actor | undefined;
}

/** Who and what the tour of one repository is about. */
export interface Cast {
  readonly repository: string;
  /** The branch that comes first, and its guards. */
  readonly main: ProtectedRef;
  readonly mainBranch: string;
  readonly isMainProtected: boolean;
  /** One ref of every other protection, and of the patterns of main's. */
  readonly others: readonly ProtectedRef[];
  /** Pushes branches that nothing protects; one who may not move main, when there is such a person. */
  readonly writer: Actor | undefined;
  /** Two branches and a tag that nothing protects. */
  readonly feature: string;
  readonly review: string;
  readonly tag: string;
  readonly auditor: Actor | undefined;
  /** Somebody without git credentials, who signs the requests. */
  readonly signer: Actor | undefined;
  /** Anybody who reads. */
  readonly reader: Actor | undefined;
  readonly reviews: readonly Review[];
}

/** Who may take part in which role, for one repository of a primary that is up. */
export function castOf(primary: Primary, cloud: Cloud, region: string, repository: string): Cast {
  const guards = guardsOf(platformOf(primary), repository);
  const people = new People(primary, cloud, region, repository);
  const main = mainOf(guards);
  const unprotected = (kind: string, names: readonly string[]) =>
    names.find((name) => !guards.some((guard) => protects(guard, `refs/${kind}/${name}`))) ?? names[0];
  const prefix = unprotected("heads", ["feature/tour", "tour", "try/tour", "try-tour"]).replace(/tour$/, "");
  const feature = `${prefix}tour`;
  const mainGuards = guards.filter((guard) => protects(guard, main));
  const featureGuards = guards.filter((guard) => protects(guard, `refs/heads/${feature}`));
  // Whom the settings promise it takes part too: if the policies do not let her, the tour must fail.
  const writers = people.all.filter(
    (actor) =>
      people.isPusher(actor, featureGuards) &&
      (people.isWriter(actor) || people.may(actor, "GitPush", `refs/heads/${feature}`)),
  );
  const writer =
    writers.find((actor) => !guards.some((guard) => people.isPusher(actor, [guard]))) ??
    writers.find((actor) => !people.isPusher(actor, mainGuards)) ??
    writers.at(0);
  const parts = { guards, people, writer };
  return {
    repository,
    main: protectedRef(main, parts),
    mainBranch: shortName(main),
    isMainProtected: mainGuards.length > 0,
    others: othersOf(guards, main).map((reference) => protectedRef(reference, parts)),
    writer,
    feature,
    review: `${prefix}review`,
    tag: unprotected("tags", ["tour-1", "try-tour", "x-tour"]),
    auditor: people.all.find((actor) => people.isReader(actor)),
    signer: people.all.find(
      (actor) =>
        actor !== writer && actor.gitPassword === undefined && !actor.mfa && people.may(actor, "GitPull"),
    ),
    reader: people.all.find((actor) => people.may(actor, "GitPull")),
    reviews: reviewsOf(primary, people, { repository, main, source: `${prefix}review`, guards, writer }),
  };
}

/** The first branch that is protected by its whole name, else `main`. */
function mainOf(guards: readonly Guard[]): string {
  const named = guards.flatMap(({ references }) => references).filter((one) => one.startsWith("refs/heads/"));
  return named.find((reference) => !isPattern(reference)) ?? "refs/heads/main";
}

/** Of every protection one ref that is not main; patterns before names. */
function othersOf(guards: readonly Guard[], main: string): string[] {
  const samples = guards.flatMap(({ references }) => {
    const others = references.filter((reference) => reference !== main);
    const chosen = others.find(isPattern) ?? others.at(0);
    return chosen === undefined ? [] : [sampleOf(chosen)];
  });
  return [...new Set(samples)].filter((reference) => reference !== main);
}

interface Parts {
  readonly guards: readonly Guard[];
  readonly people: People;
  readonly writer: Actor | undefined;
}

function protectedRef(reference: string, { guards, people, writer }: Parts): ProtectedRef {
  const own = guards.filter((guard) => protects(guard, reference));
  const pushes = (actor: Actor) =>
    people.isPusher(actor, own) && (people.isWriter(actor) || people.may(actor, "GitPush", reference));
  const isOutside = (actor: Actor) => !people.isPusher(actor, own) && people.may(actor, "GitPush");
  const pushers = people.all.filter(pushes);
  return {
    reference,
    // Of those who may, one who is not the writer: two people show more than one.
    pusher: pushers.find((actor) => actor !== writer && hasPassword(actor)) ?? pushers.at(0),
    outsider: writer !== undefined && isOutside(writer) ? writer : people.all.find(isOutside),
  };
}
