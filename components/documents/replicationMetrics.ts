/**
 * How many tasks failed, repository by repository, as a CloudWatch Metrics Insights query; the replicator writes the
 * metric. Each repository is judged on its own. Source: CloudWatch user guide, "Create alarms on Metrics Insights queries".
 */
export function failedReplications(targetRegion: string): string {
  return `SELECT SUM(Failures) FROM SCHEMA("codecommit-platform/replication", Repository, TargetRegion) WHERE TargetRegion = '${targetRegion}' GROUP BY Repository`;
}
