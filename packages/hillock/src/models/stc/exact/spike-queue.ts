import { wrongSpike } from "../../spikes.js";

/** Spikes on their way to one synapse. */
export interface SpikeQueue {
  /** When the next ones arrive, s; infinite if there are none. */
  next(): number;
  /** Takes off the spikes that arrive at that moment and says how many of either side there are. */
  take(): { pre: number; post: number };
  /** Presynaptic ones arrive after `delay`, s, postsynaptic ones at once; all of them happen until `to`, s. */
  add(pre: ArrayLike<number>, post: ArrayLike<number>, delay: number, to: number): void;
}

/** A queue without spikes. */
export function spikeQueue(): SpikeQueue {
  let pre: number[] = [];
  let post: ArrayLike<number> = [];
  let nextPre = 0;
  let nextPost = 0;
  const next = () =>
    Math.min(
      nextPre < pre.length ? pre[nextPre] : Number.POSITIVE_INFINITY,
      nextPost < post.length ? post[nextPost] : Number.POSITIVE_INFINITY,
    );
  const take = () => {
    const time = next();
    const [firstPre, firstPost] = [nextPre, nextPost];
    while (pre[nextPre] === time) nextPre++;
    while (post[nextPost] === time) nextPost++;
    return { pre: nextPre - firstPre, post: nextPost - firstPost };
  };
  const add: SpikeQueue["add"] = (newPre, newPost, delay, to) => {
    for (const train of [newPre, newPost])
      if (train.length > 0 && train[train.length - 1] > to) throw wrongSpike(train[train.length - 1], to);
    // Only delayed spikes are left: the neuron's own were all taken.
    pre = [...pre.slice(nextPre), ...Array.from(newPre, (time) => time + delay)];
    post = newPost;
    nextPre = 0;
    nextPost = 0;
  };
  return { next, take, add };
}
