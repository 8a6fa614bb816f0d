import { readAdvertisement, type Advertisement, type Service } from "./advertisement";
import type { Connection } from "./connection";
import { readPackets } from "./pktLine";
import { encodeLsRefs, readLsRefs, readV2Capabilities, type V2Capabilities } from "./protocolV2";

/** Lists all refs of one side, completely or not at all; of a source in protocol version 2 where that is offered. */
export async function listRefs(connection: Connection, service: Service): Promise<Advertisement> {
  try {
    // Known from the last list: what a server can do does not change between two.
    const known = service === "git-upload-pack" ? connection.v2 : undefined;
    if (known !== undefined) return await lsRefs(connection, known);
    const body = await connection.get(
      `/info/refs?service=${service}`,
      `application/x-${service}-advertisement`,
      service === "git-upload-pack",
    );
    const answer = await readAdvertisement(body, service);
    if ("refs" in answer) return answer;
    connection.v2 = await readV2Capabilities(answer);
    return await lsRefs(connection, connection.v2);
  } catch (error) {
    throw connection.blame(error);
  }
}

async function lsRefs(connection: Connection, v2: V2Capabilities): Promise<Advertisement> {
  const answer = await connection.post("git-upload-pack", [encodeLsRefs(v2)], { v2: true });
  return await readLsRefs(readPackets(answer), v2);
}
