"""Training of the plastic network by forward Euler in NumPy: what `stc/euler` is compared with.

    python3 numpy_network.py PROBLEM.json

hillock's model and its order of operations, all synapses [neurons, inputs] at once in double precision, every operation in place.
What is known to be zero is not computed: weights only of inputs that spike, calcium jumps only where there are spikes. A branch of the
early phase is its leakage plus, where it is on, the difference: two products instead of a choice.

Answers a line of JSON on standard output for each on standard input: {"command": "step", "steps": n} with the user CPU time of n
samples, {"command": "state"} with v_h of all synapses.
"""

import json
import resource
import sys

import numpy as np


class Network:
    def __init__(self, problem):
        self.problem = problem
        shape = (problem["neurons"], problem["inputs"])
        synapse, neuron = problem["synapse"], problem["neuron"]
        self.synapse, self.neuron, self.dt = synapse, neuron, problem["timestep"]
        self.base = synapse["gainCurrent"] * synapse["tailCurrent"] / synapse["leakCurrent"]
        self.rest = synapse["restingVoltage"]
        self.calcium = np.full(shape, self.base)
        self.voltage = np.full(shape, self.rest)
        self.late = np.zeros(shape)
        self.protein = np.zeros(shape, dtype=bool)
        self.all_protein = False
        self.membrane = np.full(shape[0], neuron["reversalPotential"])
        self.change, self.part, self.mask = np.empty(shape), np.empty(shape), np.empty(shape, dtype=bool)
        self.steps = [round(problem["protocol"][name] / self.dt) for name in ("presentation", "pause")]
        # Inputs that spike in each step of each sample.
        self.spikes = []
        for trains in problem["trainOf"]:
            trains, at = np.array(trains), {}
            for train, times in enumerate(problem["trains"]):
                for time in times:
                    at.setdefault(round(time / self.dt), []).append(train)
            self.spikes.append({step: np.flatnonzero(np.isin(trains, which)) for step, which in at.items()})
        self.sample = 0

    def show(self):
        label = self.problem["labels"][self.sample]
        spikes = self.spikes[self.sample]
        stimulus = self.problem["protocol"]["stimulus"]
        current = np.full(len(self.membrane), -stimulus)
        current[label] = stimulus
        nothing = np.zeros_like(current)
        for step in range(sum(self.steps)):
            self.step(spikes.get(step), current if step < self.steps[0] else nothing)
        self.sample = (self.sample + 1) % len(self.spikes)

    def step(self, inputs, current):
        synapse, neuron, dt = self.synapse, self.neuron, self.dt
        calcium, voltage, late, membrane = self.calcium, self.voltage, self.late, self.membrane
        change, part, mask = self.change, self.part, self.mask
        post = membrane > neuron["threshold"]
        tau = neuron["membraneTimeConstant"]
        membrane += (neuron["reversalPotential"] - membrane + neuron["membraneResistance"] * current) * (dt / tau)
        if inputs is not None:
            sums = voltage[:, inputs].sum(1) + self.rest * late[:, inputs].sum(1)
            membrane += sums * (synapse["weightFactor"] * neuron["synapticResponse"]["area"] / tau)
        membrane[post | (current < 0)] = neuron["resetPotential"]

        rate = dt / synapse["calciumTimeConstant"]
        calcium *= 1 - rate
        calcium += rate * self.base
        if inputs is not None:
            calcium[:, inputs] += synapse["presynapticCalcium"]
        if post.any():
            calcium[post] += synapse["postsynapticCalcium"]

        scale = dt / synapse["capacitance"]
        leakage = synapse["potentiationLeakage"] - synapse["depressionLeakage"]
        np.greater(voltage, self.rest, out=mask)
        np.multiply(mask, -scale * (synapse["downwardRecovery"] + synapse["upwardRecovery"]), out=change)
        change += scale * (synapse["upwardRecovery"] + leakage)
        np.greater(calcium, synapse["depressionThreshold"], out=mask)
        np.multiply(mask, -scale * (synapse["depressionCurrent"] - synapse["depressionLeakage"]), out=part)
        change += part
        np.greater(calcium, synapse["potentiationThreshold"], out=mask)
        np.multiply(mask, scale * (synapse["potentiationCurrent"] - synapse["potentiationLeakage"]), out=part)
        change += part
        voltage += change
        # Faster than np.clip.
        np.maximum(voltage, 0, out=voltage)
        np.minimum(voltage, synapse["supplyVoltage"], out=voltage)

        distance = np.subtract(voltage, self.rest, out=part)
        if not self.all_protein:
            np.greater(np.abs(distance, out=change), synapse["proteinThreshold"], out=mask)
            self.protein |= mask
            self.all_protein = bool(self.protein.all())
        rate = synapse["proteinAvailability"] * dt / synapse["latePhaseTimeConstant"]
        # z goes to z_max where h - h_0 > theta, to z_min where h_0 - h > theta: one step for each of the two.
        for above, goal in ((True, synapse["largestLatePhase"]), (False, synapse["leastLatePhase"])):
            if above:
                np.greater(distance, synapse["tagThreshold"], out=mask)
            else:
                np.less(distance, -synapse["tagThreshold"], out=mask)
            if not self.all_protein:
                mask &= self.protein
            np.subtract(goal, late, out=change)
            change *= mask
            change *= rate
            late += change


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        network = Network(json.load(file))
    for line in sys.stdin:
        request = json.loads(line)
        if request["command"] == "state":
            answer = {"earlyPhase": network.voltage.ravel().tolist(), "version": f"NumPy {np.__version__}"}
        else:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            for _ in range(request["steps"]):
                network.show()
            usage = resource.getrusage(resource.RUSAGE_SELF)
            answer = {"user": usage.ru_utime - before, "peak": 1024 * usage.ru_maxrss}
        print(json.dumps(answer), flush=True)


main()
