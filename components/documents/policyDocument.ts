/** The part of the IAM policy grammar that our documents use. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

type Principal =
  { readonly AWS: string | readonly string[] } | { readonly Service: string | readonly string[] };

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export function policyDocument(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** Text for a resource argument. Its length is what IAM counts: there is no white space in it to leave out. */
export function policyText(document: PolicyDocument): string {
  return JSON.stringify(document);
}
