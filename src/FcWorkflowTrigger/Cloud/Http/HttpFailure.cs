using System.Net.Sockets;
using System.Security.Authentication;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>The framework's own exception for calls without a usable reply: its <see cref="HttpRequestError"/> tells what can have arrived from what cannot.</summary>
internal static class HttpFailure
{
    /// <summary>No connection, so nothing has left this process.</summary>
    public static HttpRequestException NotConnected(HttpOrigin origin, Exception why) => new(
        why switch
        {
            AuthenticationException => HttpRequestError.SecureConnectionError,
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => HttpRequestError.NameResolutionError,
            _ => HttpRequestError.ConnectionError,
        },
        $"HTTP-CONNECT: no connection to {origin.Authority} came about ({why.Message}). Nothing was sent. Check the endpoint, the network (no proxy is used), and whether its server sends a valid certificate with its whole chain.",
        why);

    /// <summary>The call is out, and nobody knows whether it arrived.</summary>
    public static HttpRequestException NoReply(HttpOrigin origin, Exception why) => new(
        why is InvalidDataException ? HttpRequestError.InvalidResponse : HttpRequestError.ResponseEnded,
        $"HTTP-REPLY: {origin.Authority} gave no usable reply ({why.Message}). The call may have taken effect.",
        why);
}
