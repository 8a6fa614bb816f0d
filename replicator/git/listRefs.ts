import { readAdvertisement, type Advertisement, type Service } from "./advertisement";
import type { Connection } from "./connection";

/** Lists all refs of one side, completely or not at all. */
export async function listRefs(connection: Connection, service: Service): Promise<Advertisement> {
  try {
    const body = await connection.get(
      `/info/refs?service=${service}`,
      `application/x-${service}-advertisement`,
    );
    return await readAdvertisement(body, service);
  } catch (error) {
    throw connection.blame(error);
  }
}
