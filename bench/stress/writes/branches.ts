import type { Random } from "../random";
import type { Writer } from "../writer";
import type { Write } from "./write";

/** What happens to single branches. None of them is the default branch. */
export const branchWrites: readonly Write[] = [
  {
    name: "commit",
    weight: 20,
    write: onBranch(async (writer, branch, oid) => {
      await writer.move({ [branch]: await writer.commit(oid) });
    }),
  },
  {
    name: "new branch",
    weight: 12,
    write: async (writer, random) => {
      const branch = `refs/heads/topic-${random.below(6)}`;
      if (!writer.isFree(branch)) return false;
      await writer.move({ [branch]: await writer.commit(writer.refs.get(writer.head)) });
      return true;
    },
  },
  {
    name: "force push",
    weight: 10,
    write: onBranch(async (writer, branch) => {
      await writer.move({ [branch]: await writer.commit(writer.refs.get(writer.head)) });
    }),
  },
  {
    name: "force push of an earlier value",
    weight: 4,
    write: onBranch(async (writer, branch, _oid, random) => {
      const earlier = writer.history.of(branch).filter((value) => !/^0+$/.test(value));
      await writer.move({ [branch]: random.pick(earlier) });
    }),
  },
  {
    name: "delete",
    weight: 10,
    write: onBranch(async (writer, branch) => {
      await writer.move({ [branch]: undefined });
    }),
  },
  {
    name: "delete and make again",
    weight: 4,
    write: onBranch(async (writer, branch, oid) => {
      await writer.move({ [branch]: undefined });
      await writer.move({ [branch]: oid });
    }),
  },
  {
    name: "rename into a directory of its name, or out of one",
    weight: 14,
    write: onBranch(async (writer, branch, oid, random) => {
      const deeper = `${branch}/deep`;
      const up = branch.replace(/\/deep$/, "");
      const renamed = up === branch || (branch.split("/").length < 5 && random.chance(0.4)) ? deeper : up;
      await writer.move({ [branch]: undefined });
      await writer.move({ [renamed]: oid });
    }),
  },
  {
    name: "swap",
    weight: 6,
    write: onBranch(async (writer, branch, oid, random) => {
      const other = random.pick(topics(writer)) ?? branch;
      await writer.move({ [branch]: writer.refs.get(other), [other]: oid });
    }),
  },
];

function onBranch(
  act: (writer: Writer, branch: string, oid: string, random: Random) => Promise<void>,
): Write["write"] {
  return async (writer, random) => {
    const branch = random.pick(topics(writer));
    if (branch === undefined) return false;
    await act(writer, branch, writer.refs.get(branch) ?? "", random);
    return true;
  };
}

function topics(writer: Writer): string[] {
  return writer.refsUnder("refs/heads/topic-").filter((branch) => branch !== writer.head);
}
