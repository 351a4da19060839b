/** Things that leave in order, the first first: a binary heap. */
export interface PriorityQueue<T> {
  readonly add: (one: T) => void;
  /** Takes the first away; undefined if there is none. */
  readonly take: () => T | undefined;
  /** The first; undefined if there is none. */
  readonly first: () => T | undefined;
}

/** An empty queue. `isBefore` must be a strict order. */
export function priorityQueue<T>(isBefore: (one: T, other: T) => boolean): PriorityQueue<T> {
  const heap: T[] = [];
  return {
    add(one) {
      let at = heap.push(one) - 1;
      while (at > 0 && isBefore(one, heap[(at - 1) >> 1])) {
        heap[at] = heap[(at - 1) >> 1];
        at = (at - 1) >> 1;
      }
      heap[at] = one;
    },
    take() {
      const first = heap[0];
      const moved = heap.pop();
      if (moved === undefined || heap.length === 0) return moved;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
        if (child >= heap.length || !isBefore(heap[child], moved)) break;
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = moved;
      return first;
    },
    first: () => heap[0],
  };
}
