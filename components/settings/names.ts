import { z } from "zod";

/**
 * Names as AWS accepts them. Every rule says what is allowed and how to mend the value.
 * Sources: the CodeCommit quotas page (repository names) and the IAM quotas page (user and group names).
 */

/** What a physical IAM name of ours adds in front: `ccp-<environment>-<region>-`. */
const iamNameBudget = 30;

/** CodeCommit: 1 to 100 letters, digits, `.`, `_` and `-`, not ending in `.git`. */
export const repositoryName = z
  .string()
  .max(100, { error: (issue) => `${quote(issue.input)} is longer than 100 characters.` })
  .regex(/^[\w.-]+$/, {
    error: (issue) =>
      `${quote(issue.input)} is not a repository name: use 1 to 100 letters, digits, ".", "_" and "-", for example ${quote(suggestRepositoryName(issue.input))}.`,
  })
  .refine((name) => !name.endsWith(".git"), {
    error: (issue) => `${quote(issue.input)} ends in ".git", which CodeCommit refuses: leave it out.`,
  });

/** An AWS account. YAML reads digits without quotes as a number, and loses zeros in front. */
export const accountId = z.string().regex(/^\d{12}$/, {
  error: (issue) => `${quote(issue.input)} is not an account: write its 12 digits, in quotes.`,
});

/** A repository's name, in which `*` and `?` match as in IAM. */
export const repositoryPattern = z.string().regex(/^[\w.*?-]{1,100}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not a repository's name: use letters, digits, ".", "_", "-", and "*" or "?" to match several.`,
});

/** A team, person, protection or environment: part of the physical IAM names `ccp-<environment>-<name>`. */
export const shortName = z
  .string()
  .max(iamNameBudget, {
    error: (issue) => `${quote(issue.input)} is longer than ${iamNameBudget} characters.`,
  })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: (issue) =>
      `${quote(issue.input)} is not a usable name: use lower-case words joined by "-", for example ${quote(suggestShortName(issue.input))}.`,
  });

/** An AWS account. */
export const awsAccount = z.string().regex(/^\d{12}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not an AWS account: it has 12 digits, for example "210987654321".`,
});

/** A role or a user by its kind, path and name, as they stand at the end of its ARN. */
export const foreignPrincipal = z.string().regex(/^(role|user)\/([\w+=,.@/-]+\/)?[\w+=,.@-]{1,64}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not a role or user: write "role/" or "user/" and its name, for example "role/deployer".`,
});

/**
 * The sessions of an IAM role: `Role/session`, where `*` matches in the session's name only.
 * Sources: the IAM quotas page (role names, role session names); CodeCommit user guide, "Create an approval rule template".
 */
export const roleSessions = z.string().regex(/^[\w+=,.@-]{1,64}\/[\w+=,.@*-]{1,64}$/, {
  error: (issue) =>
    `${quote(issue.input)} is no role's sessions: write "Role/*", or "Role/session" with the session's name.`,
});

/** CloudWatch Logs API reference, "PutRetentionPolicy": no other number of days. */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logRetentionDays = z.number().refine((days) => logRetentions.includes(days), {
  error: (issue) =>
    `${quote(issue.input)} is no retention that CloudWatch Logs offers: use one of ${logRetentions.join(", ")} days.`,
});

/** A CodeCommit trigger: part of the messages it sends. */
export const triggerName = z.string().regex(/^[\w.-]{1,100}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not a trigger's name: use 1 to 100 letters, digits, ".", "_" and "-", for example ${quote(suggestName(issue.input).slice(0, 100))}.`,
});

/** An existing topic. FIFO topics take no messages from CodeCommit, notification rules and event rules. */
export const topicArn = arn(
  "a topic",
  /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
  "arn:aws:sns:eu-central-1:123456789012:announcements",
).refine((value) => !value.endsWith(".fifo"), {
  error: (issue) =>
    `${quote(issue.input)} is a FIFO topic, to which AWS does not publish: use a standard one.`,
});

/** One of `topics` by its name, or an existing topic by its ARN. */
export const topicReference = nameOr(topicArn);

/** Whether something is named by its ARN, and so exists without us. */
export function isArn(value: string): boolean {
  return value.startsWith("arn:");
}

/** An existing Lambda function, with or without a version or alias. */
export const functionArn = arn(
  "a Lambda function",
  /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]{1,64}(:[\w$-]{1,128})?$/,
  "arn:aws:lambda:eu-central-1:123456789012:function:announce",
);

/** An existing queue. FIFO queues need a message group, which neither topics nor event rules here name. */
export const queueArn = arn(
  "a queue",
  /^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/,
  "arn:aws:sqs:eu-central-1:123456789012:announcements",
).refine((value) => !value.endsWith(".fifo"), {
  error: (issue) =>
    `${quote(issue.input)} is a FIFO queue, which takes no such messages: use a standard one.`,
});

/** One of `queues` by its name, or an existing queue by its ARN. */
export const queueReference = nameOr(queueArn);

/** An existing event bus, of any account and region. */
export const busArn = arn(
  "an event bus",
  /^arn:aws[\w-]*:events:[\w-]+:\d{12}:event-bus\/[\w./-]{1,256}$/,
  "arn:aws:events:eu-west-1:123456789012:event-bus/default",
);

/** An existing IAM policy, AWS managed or the account's own. */
export const policyArn = arn(
  "an IAM policy",
  /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]{1,512}$/,
  "arn:aws:iam::aws:policy/ReadOnlyAccess",
);

/** The region and the account in an ARN that one of the rules above has accepted. */
export function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region, account] = arn.split(":");
  return { region, account };
}

export const emailAddress = z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, {
  error: (issue) =>
    `${quote(issue.input)} is not an e-mail address: write it alone, for example "builds@example.com".`,
});

/** An endpoint that SNS calls. A password in a URL would lie open in the settings. */
export const httpsEndpoint = z
  .string()
  .regex(/^https:\/\/[^\s/]+(\/\S*)?$/, {
    error: (issue) =>
      `${quote(issue.input)} is not an HTTPS address: for example "https://hooks.example.com/codecommit".`,
  })
  .refine((url) => !/^https:\/\/[^/]*@/.test(url), {
    error: "has a user or password in it, which everybody who reads the settings would see: leave it out.",
  });

/** The name of something declared here, or the ARN of something that exists. */
function nameOr(rule: z.ZodType<string>) {
  return z.string().superRefine((value, context) => {
    const problems = isArn(value) ? rule.safeParse(value).error?.issues : [];
    for (const { message } of problems ?? []) {
      context.addIssue({ code: "custom", message });
    }
  });
}

function arn(what: string, pattern: RegExp, example: string) {
  return z.string().regex(pattern, {
    error: (issue) =>
      `${quote(issue.input)} is not the ARN of ${what}: write the whole of it, for example ${quote(example)}.`,
  });
}

/** `Dev_1` → `dev-1`: lower-case words joined by "-", as long as they may be. */
function suggestShortName(input: unknown): string {
  const words = String(input)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("-")
    .replace(/^[0-9-]+/, "")
    .slice(0, iamNameBudget)
    .replace(/-+$/, "");
  return words === "" ? "payments" : words;
}

function suggestRepositoryName(input: unknown): string {
  const name = suggestName(input)
    .slice(0, 100)
    .replace(/(\.git)+$/i, "");
  return repositoryName.safeParse(name).success ? name : "payments-api";
}

/** A usable name made of what was written. */
function suggestName(input: unknown): string {
  const name = String(input)
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return name === "" ? "payments-api" : name;
}

export function quote(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
