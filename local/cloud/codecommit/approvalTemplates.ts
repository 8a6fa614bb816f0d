import { createHash, randomUUID } from "node:crypto";
import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { EventBus } from "../events/bus";
import { optionalText, physicalName, text } from "../properties";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { parseTemplateContent } from "./approvalContent";
import { codeCommitEvent } from "./event";
import type { Repositories } from "./repositories";

/** CodeCommit's quota. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const maxPerRepository = 25;

/** Approval rule templates of each region, and the repositories they are associated with. */
export class ApprovalTemplates {
  private readonly templates: Table<StoredResource>;
  private readonly associations: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly bus: EventBus,
    private readonly repositories: Repositories,
  ) {
    this.templates = account.store.table("approvalRuleTemplates");
    this.associations = account.store.table("approvalRuleTemplateAssociations");
  }

  resources(): Record<string, ResourceHandler> {
    const records = recordHandler(this.templates, {
      replaceOn: ["name"],
      exists: "ApprovalRuleTemplateNameAlreadyExistsException",
      check: checkTemplate,
      describe: (inputs, context) => {
        const name = physicalName(inputs, context);
        checkTemplate(inputs);
        checkName(name);
        const creationDate = new Date().toISOString();
        const outputs = { name, approvalRuleTemplateId: randomUUID(), creationDate, ...this.changed(inputs) };
        return { id: name, outputs };
      },
      remove: (template) => {
        const { id, region } = template;
        if (this.associationsOf(region).some(({ inputs }) => inputs.approvalRuleTemplateName === id)) {
          throw new AwsError(
            "ApprovalRuleTemplateInUseException",
            `${id} is associated with one or more repositories`,
          );
        }
        this.tell("approvalRuleTemplateDeleted", template);
      },
    });
    return {
      "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate": {
        ...records,
        create: async (inputs, context) => {
          const realised = await records.create(inputs, context);
          this.tell("approvalRuleTemplateCreated", this.get(context.region, realised.id));
          return realised;
        },
        update: async (id, inputs, old, context) => {
          const before = (await records.update?.(id, inputs, old, context)) ?? {};
          const outputs = { ...before, ...this.changed(inputs) };
          const template = { ...this.get(context.region, id), outputs };
          this.templates.set(recordKey(id, context.region), template);
          this.tell("approvalRuleTemplateUpdated", template);
          return outputs;
        },
      },
      "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation": this.association(),
    };
  }

  /** @throws {AwsError} ApprovalRuleTemplateDoesNotExistException. */
  get(region: string, name: string): StoredResource {
    const template = this.templates.get(recordKey(name, region));
    if (template !== undefined) return template;
    throw new AwsError("ApprovalRuleTemplateDoesNotExistException", `${name} does not exist`);
  }

  /** The templates associated with a repository, in the order of their names. */
  ofRepository({ region, id }: StoredResource): StoredResource[] {
    return this.associationsOf(region)
      .filter(({ inputs }) => inputs.repositoryName === id)
      .map(({ inputs }) => text(inputs, "approvalRuleTemplateName"))
      .sort()
      .map((name) => this.get(region, name));
  }

  private association(): ResourceHandler {
    return recordHandler(this.associations, {
      exists: "ApprovalRuleTemplateAssociationAlreadyExists",
      describe: (inputs, { region }) => {
        const template = this.get(region, text(inputs, "approvalRuleTemplateName"));
        const repository = this.repositories.get(region, text(inputs, "repositoryName"));
        if (this.ofRepository(repository).length >= maxPerRepository) {
          throw new AwsError(
            "MaximumRuleTemplatesAssociatedWithRepositoryException",
            `${repository.id} has ${maxPerRepository} templates, and can have no more`,
          );
        }
        this.tell("approvalRuleTemplateAssociatedWithRepository", template, repository);
        return { id: `${template.id},${repository.id}`, outputs: {} };
      },
      remove: ({ region, inputs }) => {
        const template = this.get(region, text(inputs, "approvalRuleTemplateName"));
        const repository = this.repositories.find(region, text(inputs, "repositoryName"));
        this.tell("approvalRuleTemplateDisassociatedFromRepository", template, repository);
      },
    });
  }

  private associationsOf(region: string): StoredResource[] {
    return this.associations.values().filter((association) => association.region === region);
  }

  private changed(inputs: Properties): Properties {
    return {
      lastModifiedDate: new Date().toISOString(),
      lastModifiedUser: this.operator,
      ruleContentSha256: createHash("sha256").update(text(inputs, "content")).digest("hex"),
    };
  }

  private get operator(): string {
    return arn(this.account, "iam", "", "user/operator");
  }

  private tell(event: string, { region, id, outputs }: StoredResource, repository?: StoredResource): void {
    const { approvalRuleTemplateId, ruleContentSha256, creationDate, lastModifiedDate } = outputs;
    const repositories = repository && { [repository.id]: text(repository.outputs, "repositoryId") };
    const detail = {
      event,
      approvalRuleTemplateName: id,
      approvalRuleTemplateId,
      approvalRuleTemplateContentSha256: ruleContentSha256,
      callerUserArn: this.operator,
      creationDate,
      lastModifiedDate,
      notificationBody: `An approval rule template event occurred in ${region}: ${event} (${id}).`,
      repositories: repositories ?? {},
    };
    const resources = repository ? [text(repository.outputs, "arn")] : [];
    const detailType = "CodeCommit Approval Rule Template Change";
    this.bus.put(codeCommitEvent(this.account, { region, detailType, resources, detail }));
  }
}

function checkTemplate(inputs: Properties): void {
  parseTemplateContent(text(inputs, "content"));
  if ((optionalText(inputs, "description") ?? "").length > 1000) {
    throw new AwsError("InvalidApprovalRuleTemplateDescriptionException", "more than 1,000 characters");
  }
}

function checkName(name: string): void {
  if (/^[\w. -]{1,100}$/.test(name) && !name.endsWith(".git")) return;
  throw new AwsError(
    "InvalidApprovalRuleTemplateNameException",
    `${name}: 1 to 100 letters, digits, "_", ".", "-" or spaces, and not ending in .git`,
  );
}
