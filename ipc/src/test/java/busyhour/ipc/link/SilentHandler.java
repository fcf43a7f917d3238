package busyhour.ipc.link;

import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import java.util.Map;

/** A platform's handler that takes everything and does nothing with it. */
class SilentHandler implements CollectorHandler {
    @Override
    public void onWorkerConnected(final String worker, final String host) {
    }

    @Override
    public void onWorkerLost(final String worker, final String reason) {
    }

    @Override
    public void onSample(final Source source, final SampleView sample) {
    }

    @Override
    public void onText(final Source source, final EndpointText text) {
    }

    @Override
    public void onState(final Source source, final EndpointState state) {
    }

    @Override
    public void onCallEvent(final Source source, final CallEvent event) {
    }

    @Override
    public void onSipTrace(final Source source, final SipTrace trace) {
    }

    @Override
    public void onEngineReport(final Source source, final EngineReport report) {
    }

    @Override
    public void onWorkerReport(final Source source, final WorkerReport report) {
    }

    @Override
    public void onHostFacts(final Source source, final Map<String, String> facts) {
    }

    @Override
    public void onRunState(final Source source, final RunState state) {
    }

    @Override
    public void onRunEnd(final Source source, final RunEnd end) {
    }
}
