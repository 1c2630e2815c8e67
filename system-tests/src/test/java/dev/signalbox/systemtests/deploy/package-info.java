/** What is shipped for deployment: images, compose, Kubernetes manifests. */
package dev.signalbox.systemtests.deploy;
