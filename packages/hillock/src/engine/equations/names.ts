/** Names are compared without regard to case. */
export const key = (name: string): string => name.toLowerCase();
