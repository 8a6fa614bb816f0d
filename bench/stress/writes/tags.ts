import type { Write } from "./write";

export const tagWrites: readonly Write[] = [
  {
    name: "light tag, made or moved",
    weight: 6,
    write: async (writer, random) => {
      await writer.move({ [`refs/tags/v${random.below(6)}`]: random.pick(branchTips(writer.refs)) });
      return true;
    },
  },
  {
    name: "annotated tag, made or moved",
    weight: 6,
    write: async (writer, random) => {
      const name = `v${random.below(6)}`;
      const tag = await writer.tag(random.pick(branchTips(writer.refs)) ?? "", "commit", name);
      await writer.move({ [`refs/tags/${name}`]: tag });
      return true;
    },
  },
  {
    name: "tag of a tag",
    weight: 2,
    write: async (writer, random) => {
      const name = `v${random.below(6)}`;
      const inner = await writer.tag(random.pick(branchTips(writer.refs)) ?? "", "commit", "inner");
      await writer.move({ [`refs/tags/${name}`]: await writer.tag(inner, "tag", name) });
      return true;
    },
  },
  {
    name: "tag of a file or a tree",
    weight: 2,
    write: async (writer, random) => {
      const name = `v${random.below(6)}`;
      const type = random.chance(0.5) ? "blob" : "tree";
      const part = await writer.partOf(random.pick(branchTips(writer.refs)) ?? "", type);
      const tag = random.chance(0.5) ? part : await writer.tag(part, type, name);
      await writer.move({ [`refs/tags/${name}`]: tag });
      return true;
    },
  },
  {
    name: "tag deleted",
    weight: 5,
    write: async (writer, random) => {
      const tag = random.pick(writer.refsUnder("refs/tags/v"));
      if (tag === undefined) return false;
      await writer.move({ [tag]: undefined });
      return true;
    },
  },
];

function branchTips(refs: ReadonlyMap<string, string>): string[] {
  return [...refs].filter(([ref]) => ref.startsWith("refs/heads/")).map(([, oid]) => oid);
}
