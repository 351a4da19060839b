/** Numbers that leave smallest first: a binary heap. */
export interface SmallestFirst {
  readonly add: (value: number) => void;
  /** Takes the smallest away; undefined if there is none. */
  readonly take: () => number | undefined;
  /** The smallest; undefined if there is none. */
  readonly smallest: () => number | undefined;
}

/** An empty heap. */
export function smallestFirst(): SmallestFirst {
  const heap: number[] = [];
  return {
    add(value) {
      let at = heap.push(value) - 1;
      while (at > 0 && heap[(at - 1) >> 1] > value) {
        heap[at] = heap[(at - 1) >> 1];
        at = (at - 1) >> 1;
      }
      heap[at] = value;
    },
    take() {
      const first = heap[0];
      const moved = heap.pop();
      if (moved === undefined || heap.length === 0) return moved;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
        if (child >= heap.length || heap[child] >= moved) break;
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = moved;
      return first;
    },
    smallest: () => heap[0],
  };
}
