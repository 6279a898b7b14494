using System.Globalization;
using System.Net;

// The least a custom runtime in this language can be: it listens, and says ok. What the function costs beyond this is the function's own.
var port = int.Parse(Environment.GetEnvironmentVariable("FC_SERVER_PORT") ?? "9000", CultureInfo.InvariantCulture);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port));

var app = builder.Build();
app.Run(http => http.Response.WriteAsync("ok\n", http.RequestAborted));
app.Run();
