import type { Write } from "./write";

export const bulkWrites: readonly Write[] = [
  {
    name: "many branches at once",
    weight: 2,
    write: async (writer, random) => {
      const count = 20 + random.below(30);
      const oid = await writer.commit(writer.refs.get(writer.head));
      await writer.move(
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`refs/heads/many/${index}`, oid])),
      );
      return true;
    },
  },
  {
    name: "many branches deleted at once",
    weight: 2,
    write: async (writer) => {
      const many = writer.refsUnder("refs/heads/many/");
      if (many.length === 0) return false;
      await writer.move(Object.fromEntries(many.map((branch) => [branch, undefined])));
      return true;
    },
  },
  {
    name: "a long history at once",
    weight: 2,
    write: async (writer, random) => {
      let oid = writer.refs.get(writer.head);
      for (let commit = 0; commit < 12; commit++) oid = await writer.commit(oid, 3_000);
      await writer.move({ [`refs/heads/long-${random.below(3)}`]: oid });
      return true;
    },
  },
];
