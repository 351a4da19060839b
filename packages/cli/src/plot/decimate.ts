/** A line as drawn. */
export interface Polyline {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * A signal's line with at most four points per pixel column: the first, lowest, highest and last of those in it, in their
 * order, so that a spike of one point survives. Values that are no number are gaps.
 *
 * @param x ascending
 * @param from,to the part that is drawn; one point beyond either side is kept, so that lines reach the frame
 */
export function decimate(x: Float64Array, y: Float64Array, from: number, to: number, columns: number): Polyline {
  const outX: number[] = [];
  const outY: number[] = [];
  const put = (index: number) => {
    outX.push(x[index]);
    outY.push(y[index]);
  };
  let index = 0;
  while (index + 1 < x.length && x[index + 1] < from) index++;
  const width = (to - from) / columns;
  while (index < x.length) {
    const column = Math.floor((x[index] - from) / width);
    let [low, high] = [index, index];
    let last = index;
    let gap = Number.isNaN(y[index]) ? index : -1;
    while (last + 1 < x.length && Math.floor((x[last + 1] - from) / width) === column) {
      last++;
      if (Number.isNaN(y[last])) gap = last;
      if (!(y[last] >= y[low])) low = last;
      if (!(y[last] <= y[high])) high = last;
    }
    const kept = gap >= 0 ? [index, gap, last] : [index, low, high, last];
    let previous = -1;
    for (const each of kept.sort((a, b) => a - b)) {
      if (each !== previous) put(each);
      previous = each;
    }
    if (x[last] > to) break;
    index = last + 1;
  }
  return { x: outX, y: outY };
}
