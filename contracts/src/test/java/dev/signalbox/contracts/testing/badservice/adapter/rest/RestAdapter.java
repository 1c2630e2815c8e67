package dev.signalbox.contracts.testing.badservice.adapter.rest;

/** An adapter. */
public class RestAdapter {}
