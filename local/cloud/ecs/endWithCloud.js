/** Preloaded into a task: the cloud has gone, however it ended, and the task would go on with nobody to answer it. */
process.on("disconnect", () => process.exit());
// The task ends by itself all the same.
process.channel?.unref();
