"""Training of the plastic network in Brian2: what `stc/exact` is compared with.

    python3 brian_network.py PROBLEM.json

The model is hillock's, clock-driven with 1 ms in the thesis's order of a step: threshold, membrane, input spikes with the weights
before the step, calcium jumps, reset; then early phase, protein and late phase with the new calcium. All synapses are updated by one
generated Cython loop in each step; nothing is recorded. Only the simulation itself is timed, not the making of its spikes.

Answers a line of JSON on standard output for each on standard input: {"command": "step", "steps": n} with the user CPU time of n
samples, {"command": "state"} with v_h of all synapses, [neurons, inputs].
"""

import json
import resource
import sys

# Cython would import Pythran to no purpose, which runs the linker with the null device as its output.
sys.modules["pythran"] = None

import brian2 as b  # noqa: E402
import numpy as np  # noqa: E402

b.prefs.codegen.target = "cython"
b.BrianLogger.suppress_name("resolution_conflict")

SYNAPSE_STEP = """
change = int(vh > rest)*(-recover_down) + int(vh <= rest)*recover_up
change += int(ica > th_pot)*(pot - pot_low) + pot_low
change += int(ica > th_dep)*(dep - dep_low) + dep_low
vh = clip(vh + change*step, 0, supply)
protein = clip(protein + int(abs(vh - rest) > th_pro), 0, 1)
z += late_step*protein*((z_max - z)*int(vh - rest > th_tag) - (z - z_min)*int(rest - vh > th_tag))
ica += calcium_step*(base - ica)
"""


def constants(problem):
    synapse = problem["synapse"]
    dt, capacitance = problem["timestep"], synapse["capacitance"]
    return {
        "rest": synapse["restingVoltage"],
        "supply": synapse["supplyVoltage"],
        "recover_down": synapse["downwardRecovery"] / capacitance,
        "recover_up": synapse["upwardRecovery"] / capacitance,
        "th_pot": synapse["potentiationThreshold"],
        "th_dep": synapse["depressionThreshold"],
        "pot": synapse["potentiationCurrent"] / capacitance,
        "pot_low": synapse["potentiationLeakage"] / capacitance,
        "dep": -synapse["depressionCurrent"] / capacitance,
        "dep_low": -synapse["depressionLeakage"] / capacitance,
        "th_pro": synapse["proteinThreshold"],
        "th_tag": synapse["tagThreshold"],
        "late_step": synapse["proteinAvailability"] * dt / synapse["latePhaseTimeConstant"],
        "z_max": synapse["largestLatePhase"],
        "z_min": synapse["leastLatePhase"],
        "calcium_step": dt / synapse["calciumTimeConstant"],
        "base": synapse["gainCurrent"] * synapse["tailCurrent"] / synapse["leakCurrent"],
        "step": dt,
        "jump_pre": synapse["presynapticCalcium"],
        "jump_post": synapse["postsynapticCalcium"],
        "beta": synapse["weightFactor"],
        "area_rate": problem["neuron"]["synapticResponse"]["area"] / problem["neuron"]["membraneTimeConstant"],
        "v_rest": problem["neuron"]["reversalPotential"],
        "v_reset": problem["neuron"]["resetPotential"],
        "v_th": problem["neuron"]["threshold"],
        "resistance": problem["neuron"]["membraneResistance"],
        "tau_m": problem["neuron"]["membraneTimeConstant"] * b.second,
    }


def make_network(problem, samples):
    inputs, neurons = problem["inputs"], problem["neurons"]
    protocol, dt = problem["protocol"], problem["timestep"]
    sample_time = protocol["presentation"] + protocol["pause"]
    slot = 0.05
    shown, slots = round(protocol["presentation"] / slot), round(sample_time / slot)
    indices, times = [], []
    stimulus = np.zeros((samples * slots, neurons))
    for k in range(samples):
        sample = k % len(problem["labels"])
        stimulus[k * slots : k * slots + shown] = -protocol["stimulus"]
        stimulus[k * slots : k * slots + shown, problem["labels"][sample]] = protocol["stimulus"]
        for i, train in enumerate(problem["trainOf"][sample]):
            for time in problem["trains"][train]:
                indices.append(i)
                times.append(round((time + k * sample_time) / dt))
    b.defaultclock.dt = dt * b.second
    source = b.SpikeGeneratorGroup(inputs, indices, np.array(times) * dt * b.second)
    current = b.TimedArray(stimulus, dt=slot * b.second)
    group = b.NeuronGroup(
        neurons,
        "dv/dt = (v_rest - v + resistance*current(t, i))/tau_m : 1",
        threshold="v > v_th",
        reset="v = v_reset",
        method="euler",
    )
    group.v = problem["neuron"]["reversalPotential"]
    inhibition = group.run_regularly("v = v + int(current(t, i) < 0)*(v_reset - v)", when="end")
    synapses = b.Synapses(
        source,
        group,
        "ica : 1\nvh : 1\nz : 1\nprotein : 1",
        on_pre="v_post += beta*(vh + rest*z)*area_rate\nica += jump_pre",
        on_post="ica += jump_post",
    )
    synapses.connect()
    synapses.run_regularly(SYNAPSE_STEP, when="end")
    network = b.Network(source, group, synapses)
    network.schedule = ["start", "thresholds", "groups", "synapses", "resets", "end"]
    named = constants(problem)
    synapses.ica = named["base"]
    synapses.vh = named["rest"]
    return network, synapses, {**named, "current": current}, sample_time


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        problem = json.load(file)
    network, synapses, names, sample_time = make_network(problem, problem["mostSamples"])
    for line in sys.stdin:
        request = json.loads(line)
        if request["command"] == "state":
            voltages = np.zeros((problem["neurons"], problem["inputs"]))
            voltages[synapses.j[:], synapses.i[:]] = synapses.vh[:]
            answer = {"earlyPhase": voltages.ravel().tolist(), "version": f"Brian2 {b.__version__}"}
        else:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            network.run(request["steps"] * sample_time * b.second, namespace=names)
            usage = resource.getrusage(resource.RUSAGE_SELF)
            answer = {"user": usage.ru_utime - before, "peak": 1024 * usage.ru_maxrss}
        print(json.dumps(answer), flush=True)


main()
