import { type CodeCommitRepository, codeCommitRepository } from "./codeCommit";
import { type Environment, readVariable } from "./environment";
import type { Dimensions } from "./metrics";

/** A repository, its copy, and how they are measured. */
export interface Copy {
  readonly source: CodeCommitRepository;
  readonly target: CodeCommitRepository;
  readonly dimensions: Dimensions;
}

/** The repository of this name in SOURCE_REGION, and in TARGET_REGION. */
export function copyOf(name: string, environment: Environment): Copy {
  const sourceRegion = readVariable(environment, "SOURCE_REGION", "the region to replicate from");
  const targetRegion = readVariable(environment, "TARGET_REGION", "the region to replicate to");
  return {
    source: codeCommitRepository({ region: sourceRegion, name }, environment),
    target: codeCommitRepository({ region: targetRegion, name }, environment),
    dimensions: { Repository: name, TargetRegion: targetRegion },
  };
}
