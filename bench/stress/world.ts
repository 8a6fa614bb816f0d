import { startCodeCommitApi } from "../../test/support/codeCommitApi";
import type { GitRepository, Lifetime } from "../../test/support/git";
import { type Exchange, GitServer } from "../../test/support/gitServer";
import type { Dialect } from "../../test/support/pair";
import { isListing, Listings } from "./listings";
import type { Weather } from "./weather";

const name = "app";

/** A source and a copy in two regions, and all that can be seen of those who ask for them. */
export interface World {
  readonly source: GitRepository;
  readonly target: GitRepository;
  readonly urls: { readonly source: string; readonly target: string };
  /** What the command line takes for them. */
  readonly addresses: (relay: string) => readonly [source: string, target: string];
  readonly environment: (relay: string) => Readonly<Record<string, string>>;
  readonly listings: Listings;
  /** Until the servers do nothing any more, also for those who are gone. */
  readonly idle: () => Promise<void>;
}

/** Moments of a push, at which somebody may be killed. */
export type Moment = "push" | "report";

export interface WorldOptions {
  readonly dialect: Dialect;
  readonly weather: Weather;
  readonly onMoment: (relay: string, moment: Moment) => void;
}

/** Each relay signs in under its own name, so that its requests can be told from the others'. */
export async function createWorld(
  lifetime: Lifetime,
  { dialect, weather, onMoment }: WorldOptions,
): Promise<World> {
  const listings = new Listings();
  const start = async (side: "source" | "target") => {
    const server = await GitServer.start(lifetime, {
      codeCommit: dialect === "codeCommit",
      v2: dialect === "v2",
    });
    server.onRequest = async (exchange) => {
      const answer = await weather.onRequest();
      if (answer === undefined && isPush(exchange)) onMoment(relayOf(exchange), "push");
      return answer;
    };
    server.onAnswer = (exchange, body) => {
      if (isPush(exchange)) onMoment(relayOf(exchange), "report");
      const broken = weather.onAnswer(body);
      if (isListing(exchange, side, body)) listings.note(relayOf(exchange), side, broken ? undefined : body);
      return broken;
    };
    const repository = await server.repository(`v1/repos/${name}`, { bare: true });
    const api = await startCodeCommitApi(lifetime, () => repository);
    return { server, repository, url: server.url(`v1/repos/${name}`), api: api.url };
  };
  const [source, target] = [await start("source"), await start("target")];
  const endpoints = JSON.stringify({
    "eu-central-1": { git: source.server.origin, api: source.api },
    "eu-west-1": { git: target.server.origin, api: target.api },
  });
  return {
    source: source.repository,
    target: target.repository,
    urls: { source: source.url, target: target.url },
    // CodeCommit is never asked for version 2, and knows default branches by its API only.
    addresses: (relay) =>
      dialect === "v2"
        ? [signedIn(source.url, relay), signedIn(target.url, relay)]
        : [`codecommit::eu-central-1://${name}`, `codecommit::eu-west-1://${name}`],
    environment: (relay) => ({
      CODECOMMIT_ENDPOINTS: endpoints,
      AWS_ACCESS_KEY_ID: relay,
      AWS_SECRET_ACCESS_KEY: "secret",
    }),
    listings,
    idle: async () => {
      await source.server.settled();
      await target.server.settled();
    },
  };
}

function signedIn(url: string, relay: string): string {
  return url.replace("//", `//${relay}:secret@`);
}

function isPush({ method, service }: Exchange): boolean {
  return method === "POST" && service === "git-receive-pack";
}

function relayOf({ headers }: Exchange): string {
  return Buffer.from(headers.authorization?.slice("Basic ".length) ?? "", "base64")
    .toString()
    .split(":")[0];
}
