import type { Plugin } from "rolldown";

export function verilogAText(): Plugin;
