import { z } from "zod";
import { matchesText, tokenize } from "../../access/pattern";
import type { Finding } from "./finding";

/** Deliberate exceptions of one policy. */
export const exemptionSchema = z
  .array(
    z.strictObject({
      resource: z
        .string()
        .min(1)
        .describe("The URN of the resource, as the violation shows it; `*` stands for any text."),
      reason: z.string().min(10).describe("Why this is accepted, for those who review it."),
      expires: z.iso.date().describe("The last day on which it holds, for example 2027-03-31 (UTC)."),
    }),
  )
  .default([]);

export type Exemption = z.infer<typeof exemptionSchema>[number];

interface Entry {
  readonly policy: string;
  readonly exemption: Exemption;
  used: boolean;
}

/** Per stack, what became of each exemption: the engine asks policy by policy, and resource by resource. */
const ledger = new Map<string, Map<string, Entry>>();

/**
 * The findings that no exemption covers. Where one has expired the finding says so.
 *
 * @param stack As `stackOf` tells it.
 */
export function withoutExempted(
  policy: string,
  stack: string,
  exemptions: readonly Exemption[],
  findings: readonly Finding[],
): readonly Finding[] {
  const entries = exemptions
    .filter(({ resource }) => matches(stackOf(resource), stack))
    .map((exemption) => enter(stack, policy, exemption));
  return findings.flatMap((finding) => {
    const covering = entries.filter(({ exemption }) => matches(exemption.resource, finding.urn ?? ""));
    covering.forEach((entry) => (entry.used = true));
    if (covering.some(({ exemption }) => !hasExpired(exemption))) return [];
    const [expired] = covering;
    if (expired === undefined) return [finding];
    const { expires, reason } = expired.exemption;
    return [{ ...finding, message: `${finding.message} (Its exemption expired on ${expires}: ${reason})` }];
  });
}

/** The exemptions of a stack that nothing needed since this was last asked. */
export function takeUnused(stack: string): readonly Pick<Entry, "policy" | "exemption">[] {
  const entries = [...(ledger.get(stack)?.values() ?? [])];
  ledger.delete(stack);
  return entries.filter(({ used }) => !used);
}

/** The part of a URN that names its stack: `urn:pulumi:dev`. A pattern that has none may mean any stack. */
export function stackOf(urn: string): string {
  return urn.includes("::") ? urn.slice(0, urn.indexOf("::")) : "*";
}

export function hasExpired({ expires }: Exemption): boolean {
  return new Date().toISOString().slice(0, 10) > expires;
}

function enter(stack: string, policy: string, exemption: Exemption): Entry {
  const entries = ledger.get(stack) ?? new Map<string, Entry>();
  ledger.set(stack, entries);
  const key = JSON.stringify([policy, exemption]);
  const entry = entries.get(key) ?? { policy, exemption, used: false };
  entries.set(key, entry);
  return entry;
}

const matches = (pattern: string, text: string) => matchesText(tokenize(pattern) ?? [], text);
