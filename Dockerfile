# mockpass alone, in an image with nothing else in it. `make image` builds the program
# first: nothing is fetched while the image is built.
FROM scratch
COPY bin/image/mockpass /mockpass
USER 65532:65532
# Adobe Pass on 8080 and, where --listen says so, HTTPS on 8443; the control API on 8081,
# which only the container itself reaches unless --allow-remote-control says otherwise.
EXPOSE 8080 8081 8443
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["/mockpass", "health", "http://127.0.0.1:8081"]
ENTRYPOINT ["/mockpass"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
