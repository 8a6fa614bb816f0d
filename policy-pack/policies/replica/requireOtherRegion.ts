import { definePolicy } from "../framework/definePolicy";
import { findingOn } from "../framework/finding";
import { list } from "../wording";
import { judgeReplicas, regionIn, replicaType } from "./replicas";

export const requireOtherRegion = definePolicy({
  name: "codecommit-replica-require-other-region",
  description: "Copies live in another region than what they copy: one that fails does not take both.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/disaster-recovery-resiliency.html",
  remediation: ["Set `aws:region` of the replica's stack to another region than the primary's."],
  concerns: replicaType,
  judgeStack: (stack) =>
    judgeReplicas(stack, ({ region, sourceRegion, copies, sources }, urn) => {
      const stray = [
        ...copies.filter((arn) => regionIn(arn) !== region),
        ...sources.filter((arn) => regionIn(arn) !== sourceRegion),
      ];
      return [
        ...(region === sourceRegion
          ? [
              findingOn(
                `The replica and its primary are both in ${region}. Put the replica into another region.`,
                urn,
              ),
            ]
          : []),
        ...(stray.length > 0
          ? [
              findingOn(
                `${list(stray)} lies outside the declared regions, ${sourceRegion} and ${region}. Mend the declaration.`,
                urn,
              ),
            ]
          : []),
      ];
    }),
});
