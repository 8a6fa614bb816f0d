/** Where the replicator keeps its metrics, by repository and target region, and all repositories of a region together. */
export const replicationNamespace = "codecommit-platform/replication";

/**
 * A metric of the replicator, repository by repository, as a CloudWatch Metrics Insights query: an alarm judges each on
 * its own. Source: CloudWatch user guide, "Create alarms on Metrics Insights queries".
 */
export function eachRepository(
  statistic: "MAX" | "MIN" | "SUM",
  metricName: string,
  targetRegion: string,
): string {
  return [
    `SELECT ${statistic}(${metricName})`,
    `FROM SCHEMA("${replicationNamespace}", Repository, TargetRegion)`,
    `WHERE TargetRegion = '${targetRegion}'`,
    "GROUP BY Repository",
  ].join(" ");
}
