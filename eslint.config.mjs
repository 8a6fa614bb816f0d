import eslint from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** Data flows one way: each program names what it must not import of the others. */
function mayNotImport(files, regex, message) {
  return { files, rules: { "no-restricted-imports": ["error", { patterns: [{ regex, message }] }] } };
}

/** Relative imports of a folder of the project. */
function folders(...names) {
  return `^(\\.{1,2}/)+(.*/)?(${names.join("|")})(/|$)`;
}

export default tseslint.config(
  { ignores: ["node_modules/", ".build/", ".local/", "**/*.tgz"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { "@pulumi": pulumi },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.js", "**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
      },
    },
  },
  { files: ["**/*.mjs"], languageOptions: { sourceType: "module" } },
  {
    // chai's assertions are expressions.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  mayNotImport(
    ["commandLine/**/*.ts"],
    "^\\.\\./(?!package\\.json$)",
    "The command lines' tables and parser import nothing of ours.",
  ),
  mayNotImport(
    ["index.ts", "components/**/*.ts"],
    folders("policy-pack", "replicator", "local", "commandLine", "bench", "test"),
    "The Pulumi program imports only components; it names the replicator's bundle by path.",
  ),
  mayNotImport(
    ["components/documents/**/*.ts"],
    "^\\.\\./",
    "Documents are pure builders: they import nothing of ours outside their folder.",
  ),
  mayNotImport(
    ["policy-pack/**/*.ts"],
    folders("components", "replicator", "local", "commandLine", "bench", "test"),
    "The policy pack stands alone.",
  ),
  mayNotImport(
    ["replicator/**/*.ts"],
    folders("components", "policy-pack", "local", "commandLine", "bench", "test"),
    "The replicator stands alone.",
  ),
  mayNotImport(
    ["local/**/*.ts"],
    folders("components", "replicator", "bench", "test", "policy-pack(?!/access)"),
    "The local cloud imports policy-pack/access and nothing else of ours: it runs the other programs.",
  ),
);
