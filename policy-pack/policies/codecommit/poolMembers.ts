/** `*`, `CodeCommitApprovers:123456789012:*`, `arn:aws:sts::123456789012:assumed-role/*`: nothing names anyone. */
export const isAnybody = (member: string) =>
  /^(CodeCommitApprovers:[^:]*:|arn:[^:]*:(iam|sts)::[^:]*:((assumed-role|user|federated-user)\/)?)?[*/]*$/.test(
    member,
  );

/**
 * Roles and groups themselves never approve.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html
 */
export const isNobody = (member: string) => /^arn:[^:]*:iam::[^:]*:(role|group)\//.test(member);
