/** A piece of a pattern: literal text, or a wildcard. Text that came from a policy variable is always literal. */
export type Token =
  | { readonly text: string }
  | {
      readonly wildcard: "*" | "?";
      /** Set where it stands for a variable of which the value is open. */
      readonly open?: true;
    };
