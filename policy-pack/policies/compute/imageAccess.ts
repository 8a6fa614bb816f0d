import { forbidPublicAccess } from "../framework/publicAccess";

export const imageAccess = forbidPublicAccess({
  name: "ecr-repository-forbid-public-access",
  description: "The policy of an image repository names who may pull and push.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
  noun: "image repository",
  documents: { "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy" },
});
