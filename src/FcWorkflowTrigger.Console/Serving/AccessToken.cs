using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FcWorkflowTrigger.ConsolePage.Serving;

/// <summary>The secret in the address that a person opens. The page exchanges it for a cookie, so that it stays in no later address, history or link.</summary>
internal sealed class AccessToken(string value)
{
    /// <summary>The name of the token in the address.</summary>
    public const string Parameter = "token";

    private const int Bytes = 32;

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(value));

    public static AccessToken Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>What follows <c>/</c> in the address to open.</summary>
    public string Query => $"?{Parameter}={value}";

    /// <summary>Takes the token from the address of a page; the answer then leads to the same page without it.</summary>
    /// <returns>False when the address has no token, or a wrong one.</returns>
    public bool TakeFromAddress(HttpContext http)
    {
        if (!IsRight(http.Request.Query[Parameter].FirstOrDefault()))
        {
            return false;
        }

        // Not readable by scripts, and not sent with what other sites ask for.
        http.Response.Cookies.Append(CookieName(http), value, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        http.Response.Redirect("/");
        return true;
    }

    /// <summary>The answer to a request without the token.</summary>
    public static Refusal Refused { get; } = new(StatusCodes.Status401Unauthorized, "TOKEN-REFUSED", "The token is missing or wrong. Open the address that `fcwt console` has printed.");

    public bool IsGiven(HttpContext http) => IsRight(http.Request.Cookies[CookieName(http)]);

    // Cookies do not know ports: two consoles on one machine must not take each other's.
    private static string CookieName(HttpContext http) => $"fcwt-console-{http.Connection.LocalPort}";

    private bool IsRight(string? given) => given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _hash);
}
