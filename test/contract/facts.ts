import { expect } from "chai";
import { UNKNOWN } from "../../local/engine/values";
import type { Engine, Outcome } from "./engines";

/** Something that is true of the Pulumi engine, and on which this project relies. */
export interface Fact {
  readonly fact: string;
  /** The version at which it was seen. */
  readonly seen: "3.248.0";
  /** Where the engine's source says so, under pkg/ of pulumi/pulumi. */
  readonly source: string;
  readonly show: (engine: Engine) => Promise<void>;
}

const steps = "resource/deploy/step_generator.go";

/** The inputs of calls of one kind, in their order. */
const calls = ({ calls: all }: Outcome, verb: string, label?: string) =>
  all
    .filter((call) => call.verb === verb && (label === undefined || call.inputs.label === label))
    .map(({ inputs }) => inputs);
const verbs = ({ calls: all }: Outcome) =>
  all.filter(({ verb }) => verb !== "check").map(({ verb, name }) => `${verb} ${name}`);
const thing = (inputs: object, options: object = {}) => [
  { name: "a", inputs: { label: "x", ...inputs }, options },
];
const succeeded = (outcome: Outcome): Outcome => {
  expect(outcome.ok, `${outcome.messages.join("\n")}\n${outcome.output}`).to.equal(true);
  return outcome;
};

export const facts: readonly Fact[] = [
  {
    fact: "Check is asked once, also at preview, and what it answers is judged, created and kept",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromImport`,
    async show(engine) {
      const preview = succeeded(await engine.preview(thing({ tags: { team: "web" } }), true));
      expect(calls(preview, "check")).to.deep.equal([{ label: "x", tags: { team: "web" } }]);
      expect(verbs(preview)).to.deep.equal([]);
      const checked = { label: "x", tags: { team: "web" }, tagsAll: { team: "web", by: "check" } };
      expect(preview.given.inputs?.[0]?.inputs).to.deep.equal(checked);
      const up = succeeded(await engine.up(thing({ tags: { team: "web" } })));
      expect(calls(up, "create")).to.deep.equal([checked]);
      expect(await engine.inputs("a")).to.deep.equal(checked);
    },
  },
  {
    fact: "ignoreChanges takes the old inputs before Check, which computes anew from them",
    seen: "3.248.0",
    source: `${steps}, processIgnoreChanges before Check`,
    async show(engine) {
      succeeded(await engine.up(thing({ tags: { team: "web" } })));
      const up = succeeded(await engine.up(thing({ tags: { team: "api" } }, { ignoreChanges: ["tags"] })));
      expect(calls(up, "check")).to.deep.equal([{ label: "x", tags: { team: "web" } }]);
      expect(up.operations).to.deep.equal({ a: ["same"] });
    },
  },
  {
    fact: "Diff is told what to ignore, so what Check computes anew can be ignored as well",
    seen: "3.248.0",
    source: `${steps}, diffResource`,
    async show(engine) {
      succeeded(await engine.up(thing({ tags: { team: "web" } })));
      const next = thing({ tags: { team: "api" } }, { ignoreChanges: ["tagsAll"] });
      const up = succeeded(await engine.up(next));
      expect(calls(up, "check")[0]).to.have.property("tagsAll");
      expect(up.changes).to.deep.equal({ a: ["tags.team"] });
      expect(up.operations).to.deep.equal({ a: ["update"] });
    },
  },
  {
    fact: "Diff decides: no difference is no call, a difference is an update or a replacement",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromDiff`,
    async show(engine) {
      succeeded(await engine.up(thing({ size: 1 })));
      const same = succeeded(await engine.up(thing({ size: 1 })));
      expect([same.operations, verbs(same)]).to.deep.equal([{ a: ["same"] }, []]);
      const update = succeeded(await engine.up(thing({ size: 2 })));
      expect([update.operations, update.changes]).to.deep.equal([{ a: ["update"] }, { a: ["size"] }]);
      const replace = succeeded(await engine.up(thing({ size: 2, label: "y" })));
      expect(replace.operations).to.deep.equal({ a: ["replace"] });
      expect(verbs(replace)).to.deep.equal(["create a", "delete a"]);
      const first = thing({ size: 2, label: "z" }, { deleteBeforeReplace: true });
      expect(verbs(succeeded(await engine.up(first)))).to.deep.equal(["delete a", "create a"]);
    },
  },
  {
    fact: "A replacement is checked again with the program's own inputs, without what ignoreChanges keeps",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromDiff: Check with goal.Properties`,
    async show(engine) {
      succeeded(await engine.up(thing({ size: 1 })));
      const next = [{ name: "a", inputs: { label: "y", size: 9 }, options: { ignoreChanges: ["size"] } }];
      const up = succeeded(await engine.up(next));
      expect(calls(up, "check").map(({ size }) => size)).to.deep.equal([1, 9]);
      expect(calls(up, "create")).to.deep.equal([{ label: "y", size: 9 }]);
    },
  },
  {
    fact: "An import that is as the program wants it changes nothing",
    seen: "3.248.0",
    source: "resource/deploy/step.go, ImportStep.Apply",
    async show(engine) {
      await engine.exists({ old: { inputs: { label: "x" }, outputs: { serial: "s" } } });
      const preview = succeeded(await engine.preview(thing({}, { import: "old" })));
      expect([preview.operations, preview.messages]).to.deep.equal([{ a: ["import"] }, []]);
      const up = succeeded(await engine.up(thing({}, { import: "old" })));
      expect(verbs(up)).to.deep.equal(["read a"]);
      expect(succeeded(await engine.up(thing({}))).operations).to.deep.equal({ a: ["same"] });
    },
  },
  {
    fact: "An import that differs is updated in the same run, without a warning",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromImport`,
    async show(engine) {
      await engine.exists({ old: { inputs: { label: "x" }, outputs: { serial: "s" } } });
      const next = thing({ size: 1 }, { import: "old" });
      const preview = succeeded(await engine.preview(next));
      expect(preview.operations).to.deep.equal({ a: ["import", "update"] });
      expect([preview.changes, preview.messages]).to.deep.equal([{ a: ["size"] }, []]);
      expect(verbs(succeeded(await engine.up(next)))).to.deep.equal(["read a", "update a"]);
    },
  },
  {
    fact: "An import keeps what ignoreChanges names, what Check computes from it among that",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromImport`,
    async show(engine) {
      const inputs = { label: "x", size: 1, tags: { team: "web" } };
      await engine.exists({ old: { inputs, outputs: { serial: "s" } } });
      const ignoreChanges = ["size", "tags", "tagsAll"];
      const up = succeeded(await engine.up(thing({ size: 2, tags: {} }, { import: "old", ignoreChanges })));
      expect([up.operations, verbs(up)]).to.deep.equal([{ a: ["import"] }, ["read a"]]);
    },
  },
  {
    fact: "An import is not replaced: a warning at preview, an error at the update, and it stays imported",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromDiff`,
    async show(engine) {
      await engine.exists({ old: { inputs: { label: "x" }, outputs: { serial: "s" } } });
      const next = thing({ label: "y" }, { import: "old" });
      const said =
        "previously-imported resources that still specify an ID may not be replaced; " +
        "please remove the `import` declaration from your program;\nlabel: {x} => {y}";
      const preview = succeeded(await engine.preview(next));
      expect(preview.messages).to.deep.equal([`warning: ${said}`]);
      const up = await engine.up(next);
      expect(up.ok).to.equal(false);
      expect(up.messages).to.deep.equal([`error: ${said}`]);
      expect(await engine.inputs("a")).to.deep.equal({ label: "x" });
    },
  },
  {
    fact: "An import of what does not exist is an error, already at preview",
    seen: "3.248.0",
    source: "resource/deploy/step.go, ImportStep.Apply",
    async show(engine) {
      const preview = await engine.preview(thing({}, { import: "none" }));
      expect(preview.ok).to.equal(false);
      expect(preview.messages.join("\n")).to.contain("resource 'none' does not exist");
    },
  },
  {
    fact: "What only an update can know is unknown at preview: to Check, to policies, and to what Check computes",
    seen: "3.248.0",
    source: `${steps}, AllowUnknowns`,
    async show(engine) {
      const items = [
        { name: "a", inputs: { label: "a" } },
        { name: "b", inputs: { label: "b" }, upstream: "a" },
      ];
      const preview = succeeded(await engine.preview(items, true));
      expect(calls(preview, "check", "b")).to.deep.equal([{ label: "b", upstream: UNKNOWN }]);
      expect(preview.given.inputs?.[1]?.inputs).to.deep.equal({ label: "b", upstream: "unknown" });
      const up = succeeded(await engine.up(items));
      expect(calls(up, "create", "b")).to.deep.equal([{ label: "b", upstream: "serial-a" }]);
    },
  },
  {
    fact: "protect is an option: a change of it is no change of the resource, and it stops the removal, preview included",
    seen: "3.248.0",
    source: "resource/deploy/step.go, deleteProtectedError",
    async show(engine) {
      succeeded(await engine.up(thing({}, { protect: true })));
      for (const outcome of [await engine.preview([]), await engine.up([])]) {
        expect(outcome.ok).to.equal(false);
        expect(outcome.messages.join("\n")).to.match(
          /resource ".*::a" cannot be deleted\nbecause it is protected/,
        );
        expect(verbs(outcome)).to.deep.equal([]);
      }
      const freed = succeeded(await engine.up(thing({}, { protect: false })));
      expect([freed.operations, freed.changes]).to.deep.equal([{ a: ["same"] }, {}]);
      expect(verbs(succeeded(await engine.up([])))).to.deep.equal(["delete a"]);
    },
  },
  {
    fact: "The configuration's maps reach the program with sorted keys, at any depth",
    seen: "3.248.0",
    source: "encoding/json of Go writes a map's keys in order (sdk/go/common/resource/config)",
    async show(engine) {
      const preview = succeeded(await engine.preview([{ name: "a", textOf: "map" }]));
      expect(calls(preview, "check")[0]?.text).to.equal('{"a":"x","b":[{"Z":2,"z":1}],"ä":true}');
    },
  },
  {
    fact: "Policies get the inputs of a resource's provider, in which what is nested is JSON",
    seen: "3.248.0",
    source: `${steps}, AnalyzerProviderResource`,
    async show(engine) {
      const provider = { region: "here", defaultTags: { tags: { team: "web" } } };
      const preview = succeeded(
        await engine.preview([{ name: "a", inputs: { label: "x" }, provider }], true),
      );
      expect(preview.given.inputs?.[0]?.provider).to.deep.equal({
        region: "here",
        defaultTags: '{"tags":{"team":"web"}}',
      });
    },
  },
  {
    fact: "What a policy mends is judged and created, and is not checked again",
    seen: "3.248.0",
    source: `${steps}, continueStepsFromImport: Remediate after Check`,
    async show(engine) {
      const up = succeeded(await engine.up(thing({ wants: "owner" }), true));
      expect(calls(up, "check")).to.deep.equal([{ label: "x", wants: "owner" }]);
      expect(up.given.inputs?.[0]?.inputs).to.deep.equal({ label: "x", wants: "owner", owner: "policy" });
      expect(calls(up, "create")).to.deep.equal([{ label: "x", wants: "owner", owner: "policy" }]);
      expect(succeeded(await engine.up(thing({ wants: "owner" }), true)).operations).to.deep.equal({
        a: ["same"],
      });
    },
  },
  {
    fact: "Stack policies get outputs, and from which resources an input comes; nothing of an input that comes from none",
    seen: "3.248.0",
    source: `${steps}, AnalyzeResources`,
    async show(engine) {
      const items = [
        { name: "a", inputs: { label: "a" } },
        { name: "b", inputs: { size: 1 }, upstream: "a" },
      ];
      const up = succeeded(await engine.up(items, true));
      expect(up.given.stack).to.deep.equal([
        { name: "a", outputs: { label: "a", serial: "serial-a" }, dependent: [] },
        {
          name: "b",
          outputs: { size: 1, serial: "serial-b", upstream: "serial-a" },
          dependent: ["upstream"],
        },
      ]);
    },
  },
];
