/**
 * Runs a function's handler in a process of its own: `node bootstrap.js FILE EXPORT`. Each message is an invocation,
 * each answer its result or its error.
 */
const [, , file, name] = process.argv;
let handler;

async function invoke({ requestId, event, functionName, functionArn, deadline }) {
  handler ??= require(file)[name];
  if (typeof handler !== "function") throw new TypeError(`${file} does not export a function named ${name}`);
  return handler(event, {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  });
}

process.on("message", (invocation) => {
  invoke(invocation).then(
    (result) => process.send({ requestId: invocation.requestId, result: result ?? null }),
    (error) => {
      console.error(error);
      const errorType = error?.name ?? "Error";
      const errorMessage = error?.message ?? String(error);
      process.send({ requestId: invocation.requestId, error: { errorType, errorMessage } });
    },
  );
});

// The cloud has gone, however it ended.
process.on("disconnect", () => process.exit());
