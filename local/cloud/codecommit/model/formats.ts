import { pathProblem, refNameProblem } from "../names";

const commitId = (value: string) => (/^[0-9a-f]{40}$/.test(value) ? undefined : "40 hexadecimal digits");

/**
 * What the model does not say of texts, by the name of their shape: a function that tells what is wrong with one. The
 * limits of names and paths are from the user guide; those of authors' names and addresses are not documented.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
 */
export const formats: Readonly<Record<string, (value: string) => string | undefined>> = {
  BranchName: refNameProblem,
  CommitId: commitId,
  ObjectId: commitId,
  Path: pathProblem,
  ReferenceName: (value) => refNameProblem(value.replace(/^refs\/(heads|tags)\//, "")),
  PullRequestId: (value) => (/^\d{1,19}$/.test(value) ? undefined : "digits only"),
  Arn: (value) => (/^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+$/.test(value) ? undefined : "an ARN"),
  Email: (value) =>
    // eslint-disable-next-line no-control-regex -- git writes an address between <> on one line
    /^[^\x00-\x20<>]{0,320}$/.test(value) ? undefined : 'at most 320 characters, without blanks, "<" and ">"',
  Name: (value) => ([...value].length <= 1000 ? undefined : "at most 1,000 characters"),
};
