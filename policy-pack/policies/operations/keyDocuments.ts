/** Where key policies stand. */
export const keyDocuments = { "aws:kms/key:Key": "policy", "aws:kms/keyPolicy:KeyPolicy": "policy" };
