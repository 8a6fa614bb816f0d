import type { z } from "zod";
import { quote } from "./names";

/** A list that names nothing twice. */
export function noneTwice<List extends z.ZodArray<z.ZodType<string>>>(list: List): List {
  return list.superRefine((items, context) => {
    for (const twice of new Set(items.filter((item, index) => items.indexOf(item) !== index))) {
      context.addIssue({ code: "custom", message: `names ${quote(twice)} twice; once is enough.` });
    }
  });
}
