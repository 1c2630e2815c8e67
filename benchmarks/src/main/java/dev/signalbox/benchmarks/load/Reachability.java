package dev.signalbox.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/** Says at once, and in words, when the stack is not there or not on this machine. */
final class Reachability {

    private static final int CONNECT_MILLISECONDS = 2_000;

    private Reachability() {}

    /**
     * Connects to the gateway and asks Kafka who its brokers are.
     *
     * @throws StackUnavailableException when one does not answer, or a broker is on another machine
     */
    static void requireAnswers(RunningStack stack) throws InterruptedException, StackUnavailableException {
        String start = "\nStart the stack with ./signalbox up --with-noop";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(stack.gatewayHost(), stack.gatewayPort()), CONNECT_MILLISECONDS);
        } catch (IOException e) {
            throw new StackUnavailableException(
                    "No gateway at " + stack.gatewayHost() + ":" + stack.gatewayPort() + start);
        }
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stack.kafka(), "default.api.timeout.ms", "5000", "request.timeout.ms", "4000");
        try (Admin admin = Admin.create(settings)) {
            Collection<Node> nodes = admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
            nodes.forEach(node -> RunningStack.requireLoopback(node.host()));
        } catch (ExecutionException | TimeoutException e) {
            throw new StackUnavailableException("No Kafka at " + stack.kafka() + start);
        } catch (IllegalArgumentException e) {
            throw new StackUnavailableException("Kafka's broker " + e.getMessage());
        }
    }
}
