import { z } from "zod";
import { quote } from "./names";

/** A list, empty by default, that names nothing twice. */
export function distinct<Item extends z.ZodType<string>>(item: Item) {
  return z
    .array(item)
    .superRefine((list, context) => {
      for (const twice of new Set(list.filter((value, index) => list.indexOf(value) !== index))) {
        context.addIssue({ code: "custom", message: `names ${quote(twice)} twice; once is enough.` });
      }
    })
    .default([]);
}
