import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("codecommit-platform", {
  displayName: "CodeCommit platform",
  description: "Proves who can do what to CodeCommit repositories, by computing effective access.",
  provider: "aws",
  enforcementLevel: "mandatory",
  policies,
});
