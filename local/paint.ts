import { styleText } from "node:util";

export type Painter = (style: "green" | "red" | "yellow" | "dim" | "bold", text: string) => string;

/** Colours for a terminal, and none for a file or when NO_COLOR is set. */
export function painter(): Painter {
  const colours = process.stdout.isTTY && !process.env.NO_COLOR;
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
