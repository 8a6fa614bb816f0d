import type { Write } from "./write";

/** A branch that is always there and never the default. */
export const anchor = "refs/heads/anchor";

const names = ["main", "trunk", "next"].map((name) => `refs/heads/${name}`);

export const commitOnDefault: Write = {
  name: "commit on the default branch",
  weight: 8,
  write: async (writer) => {
    await writer.move({ [writer.head]: await writer.commit(writer.refs.get(writer.head)) });
    return true;
  },
};

/** What happens to the default branch, which hosts do not let anybody delete. */
export const defaultBranchWrites: readonly Write[] = [
  {
    name: "another default branch",
    weight: 4,
    write: async (writer, random) => {
      const branch = random.pick(writer.refsUnder("refs/heads/").filter((ref) => mayLead(ref)));
      if (branch === undefined) return false;
      await writer.setHead(branch);
      return true;
    },
  },
  {
    name: "default branch renamed",
    weight: 4,
    write: async (writer, random) => {
      const before = writer.head;
      const renamed = random.pick(names.filter((name) => writer.isFree(name)));
      if (renamed === undefined) return false;
      await writer.move({ [renamed]: writer.refs.get(before) });
      await writer.setHead(renamed);
      await writer.move({ [before]: undefined });
      return true;
    },
  },
  {
    name: "default branch renamed into a directory of its name, or out of one",
    weight: 4,
    write: async (writer) => {
      const before = writer.head;
      const oid = writer.refs.get(before);
      const renamed = before.endsWith("/deep") ? before.replace(/\/deep$/, "") : `${before}/deep`;
      await writer.setHead(anchor);
      await writer.move({ [before]: undefined });
      await writer.move({ [renamed]: oid });
      await writer.setHead(renamed);
      return true;
    },
  },
];

function mayLead(ref: string): boolean {
  return /^refs\/heads\/(main|trunk|next|topic-)/.test(ref);
}
