"""Tests of the web application, with fixtures of their own."""
