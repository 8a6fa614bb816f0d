import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  type ApprovalRule,
  approvalRule,
  approvalRuleName,
  approvalRuleText,
} from "./documents/approvalRule";
import type { Repository } from "./repository";

export interface ApprovalRulesArgs {
  /** What the names of the rules begin with: `ccp-<environment>`. */
  readonly prefix: string;
  /** The protection's name in the settings. */
  readonly protection: string;
  /** One for each branch or pattern. CodeCommit associates at most 25 with a repository, those of other protections included. */
  readonly rules: readonly ApprovalRule[];
  /** By settings key. */
  readonly repositories: Readonly<Record<string, Repository>>;
  /** The users whom the rules name. */
  readonly approvers: readonly pulumi.Resource[];
}

/**
 * How many approvals a pull request needs, and whose, by the branch it goes into. CodeCommit copies the rules into a pull
 * request when that is created: a change concerns new ones only.
 *
 * @example
 * new ApprovalRules("ccp-dev-approvals-trunk", {
 *   prefix: "ccp-dev",
 *   protection: "trunk",
 *   rules: [{ branch: "main", needed: 2, pool: ["arn:aws:sts::123456789012:assumed-role/Review/*"] }],
 *   repositories: { "payments-api": paymentsApi },
 *   approvers: [],
 * });
 */
export class ApprovalRules extends pulumi.ComponentResource {
  /** With them in place, new pull requests get the rules. */
  readonly associations: readonly pulumi.Resource[];

  constructor(name: string, args: ApprovalRulesArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ApprovalRules", name, {}, opts);

    const { prefix, protection, rules, repositories, approvers } = args;
    const named = rules.map((rule) => ({
      rule,
      ruleName: approvalRuleName(prefix, protection, rule.branch),
    }));
    this.associations = named.flatMap(({ rule, ruleName }) => {
      const template = new aws.codecommit.ApprovalRuleTemplate(
        ruleName,
        {
          name: ruleName,
          description: `Approvals before a pull request is merged into ${rule.branch} (${protection}).`,
          content: approvalRuleText(approvalRule(rule)),
        },
        { parent: this, dependsOn: [...approvers] },
      );
      return Object.entries(repositories).map(
        ([key, repository]) =>
          new aws.codecommit.ApprovalRuleTemplateAssociation(
            `${ruleName}-${key}`,
            // The template's own output: CodeCommit refuses to delete a template that is still associated.
            { approvalRuleTemplateName: template.name, repositoryName: repository.repositoryName },
            { parent: this, dependsOn: [repository] },
          ),
      );
    });
    this.registerOutputs({
      protection,
      rules: named.map(({ rule, ruleName }) => ({
        name: ruleName,
        branch: rule.branch,
        needed: rule.needed,
        pool: rule.pool,
      })),
    });
  }
}
