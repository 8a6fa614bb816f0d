import type { ResourceResult, StackResult } from "../engine";

/** What the tour knows of a primary: the resources that it registered, and its outputs. */
export type Primary = Pick<StackResult, "resources" | "outputs">;

/** The part of the output `platform` that says what is promised. */
export interface Platform {
  readonly environment: string;
  readonly repositories: Readonly<
    Record<string, { readonly name: string; readonly protections: readonly string[] }>
  >;
  readonly teams: Readonly<Record<string, { readonly group: string; readonly access: string }>>;
  readonly protections: Readonly<
    Record<
      string,
      {
        readonly branches: readonly string[];
        readonly tags: readonly string[];
        readonly pushers: readonly string[];
      }
    >
  >;
}

export function platformOf({ outputs }: Primary): Platform {
  return outputs.platform as Platform;
}

export function ofType(resources: readonly ResourceResult[], wanted: string): readonly ResourceResult[] {
  return resources.filter(({ type }) => type === wanted);
}
