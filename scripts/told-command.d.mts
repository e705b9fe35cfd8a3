export function toldCommand(script: string, args: readonly string[]): string;
