import type { Statement } from "../../access/policy";

/** Whether a statement is about keys, secrets or parameters that neither its resources nor its conditions name. */
export const isWide = ({ resources: on, conditions }: Statement) =>
  (on === undefined ||
    on.negated ||
    on.patterns.some((pattern) => !/:(key\/|secret:|parameter\/)[^*?]/.test(pattern))) &&
  !conditions.some(
    ({ operator, key, values }) =>
      /^(ForAnyValue:)?(String|Arn)(Equals|Like)$/.test(operator) &&
      /^(kms:ResourceAliases|kms:EncryptionContext:.+|(aws|kms|secretsmanager):ResourceTag\/.+)$/i.test(
        key,
      ) &&
      values.every((value) => /[^*?]/.test(value.replace(/^alias\//, ""))),
  );
