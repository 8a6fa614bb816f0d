/** What somebody can mend; it is printed without a stack. */
export class DeployError extends Error {}
